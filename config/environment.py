"""Everything an operator may set, read once from the environment (prefix HAAT_) or a .env file."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Environment(BaseSettings):
    """One field per setting; the README's table is made from these descriptions."""

    model_config = SettingsConfigDict(env_prefix="HAAT_", env_file=ROOT / ".env", extra="ignore")

    secret_key: str = Field("", description="Secret for sessions and links; at least 50 characters.")
    debug: bool = Field(False, description="Show error pages with code. Never on a public server.")
    demo: bool = Field(False, description="Demonstration: sign-in codes are shown on the page.")
    hosts: str = Field("localhost,127.0.0.1", description="Host names served, comma separated.")
    https: bool = Field(False, description="Served over HTTPS: secure cookies, HSTS, redirect.")
    trusted_proxies: int = Field(0, description="Proxies in front (1 for nginx) whose X-Forwarded-For counts.")
    database_url: str = Field("", description="postgresql://… ; empty means SQLite in the data folder.")
    data_dir: Path = Field(ROOT / "var", description="Folder of the SQLite file, pictures and papers.")
    redis_url: str = Field("", description="redis://… for cache and limits; empty means the database.")
    media_url: str = Field("/media/", description="Where pictures are served from.")
    workers: int = Field(2, description="gunicorn worker processes.")
    threads: int = Field(16, description="Threads in each gunicorn worker.")
    page_cache_seconds: int = Field(60, description="How long an anonymous shop page may be reused.")
    sms_carrier: str = Field("log", description="log, or the carrier folder under haat/messages.")
    log_level: str = Field("INFO", description="Least level that is logged.")


env = Environment()
