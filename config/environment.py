"""Everything an operator may set, read once from the environment (prefix HAAT_) or a .env file."""

from pathlib import Path
from typing import Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from config.databases import Pooler

Level = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
ROOT = Path(__file__).resolve().parent.parent
# Settings and data lie beside the code that was cloned; of an installed wheel, where it is started.
HOME = ROOT if (ROOT / "pyproject.toml").exists() else Path.cwd()


class Environment(BaseSettings):
    """One field per setting; the README's table is made from these descriptions."""

    model_config = SettingsConfigDict(env_prefix="HAAT_", env_file=HOME / ".env", extra="ignore")

    secret_key: str = Field("", description="Secret for sessions and links; at least 50 characters.")
    debug: bool = Field(False, description="Show error pages with code. Never on a public server.")
    demo: bool = Field(False, description="Demonstration: sign-in codes are shown on the page.")
    hosts: str = Field("localhost,127.0.0.1", description="Host names served, comma separated.")
    https: bool = Field(False, description="Served over HTTPS: secure cookies, HSTS, redirect.")
    trusted_proxies: int = Field(0, ge=0, le=9, description="Proxies in front whose X-Forwarded-For counts.")
    database_url: str = Field("", description="postgresql://… ; empty means SQLite in the data folder.")
    database_pooler: Pooler = Field(
        "none", description="A pooler before PostgreSQL: none, transaction, or transaction+prepared (docs/running.md)."
    )
    data_dir: Path = Field(HOME / "var", description="Folder of the SQLite file, pictures and papers.")
    redis_url: str = Field("", description="redis://… for the cache; empty means the database.")
    media_url: str = Field("/media/", description="Where pictures are served from.")
    workers: int = Field(2, ge=1, le=256, description="gunicorn worker processes.")
    threads: int = Field(16, ge=1, le=256, description="Threads in each gunicorn worker.")
    requests: int = Field(
        200_000, ge=0, description="Requests, up to twice as many, after which a worker process is renewed; 0: never."
    )
    page_cache_seconds: int = Field(60, ge=0, le=3600, description="How long a page of the shop may be reused.")
    senders: str = Field("", description="How messages leave, in order, for example whatsapp,sms; empty: they do not.")
    sms_sender: str = Field(
        "",
        validation_alias=AliasChoices("HAAT_SMS_SENDER", "HAAT_SMS_CARRIER"),
        description="Of 0.1.0 and 0.2.0, not read any more: see HAAT_SENDERS.",
    )
    senders_file: str = Field("", description="TOML file that sets them up (docs/senders.example.toml).")
    sms_username: SecretStr = Field(SecretStr(""), description="Of the gateway of text messages.")
    sms_password: SecretStr = Field(SecretStr(""), description="Of the gateway of text messages, or its PIN.")
    sms_key: SecretStr = Field(SecretStr(""), description="Key of the gateway of text messages.")
    sms_report_secret: SecretStr = Field(SecretStr(""), description="Ends the address at which it reports.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Of the post office that takes e-mail.")
    whatsapp_token: SecretStr = Field(SecretStr(""), description="Token of the number at WhatsApp.")
    whatsapp_app_secret: SecretStr = Field(SecretStr(""), description="Signs what WhatsApp reports.")
    whatsapp_verify_token: SecretStr = Field(SecretStr(""), description="Of WhatsApp's handshake.")
    amazon_login_url: str = Field("https://api.amazon.com", description="Where Login with Amazon answers.")
    amazon_api_url: str = Field(
        "https://sellingpartnerapi-eu.amazon.com", description="Where Amazon's Selling Partner API answers for India."
    )
    amazon_orders: Literal["2026-01-01", "v0"] = Field(
        "2026-01-01", description="The version of Amazon's orders that is read."
    )
    amazon_client_id: str = Field("", description="Of the app at Amazon; read when an account is connected.")
    amazon_client_secret: SecretStr = Field(SecretStr(""), description="Of the app at Amazon, likewise.")
    amazon_refresh_token: SecretStr = Field(SecretStr(""), description="Of the account at Amazon, likewise.")
    amazon_seller_id: str = Field("", description="The account's merchant token at Amazon, likewise.")
    amazon_secret_since: str = Field("", description="The day Amazon made the app's secret, 2026-11-30; likewise.")
    rehearsal: str = Field("", description="Where the demonstration shows the text messages it rehearses.")
    log_level: Level = Field("INFO", description="Least level that is logged.")
    sqlite_patience: int = Field(20, ge=1, le=60, description="Seconds a change waits for SQLite's other writers.")

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, level: object) -> object:
        return level.upper() if isinstance(level, str) else level


env = Environment()
