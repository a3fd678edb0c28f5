"""gunicorn's own log, masked: its errors and its access lines name addresses as they were asked for."""

from typing import Any

from gunicorn.glogging import Logger

from config.logs import Masked


class MaskedLog(Logger):
    """What gunicorn writes, through the same mask as every other line."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            for handler in logger.handlers:
                handler.addFilter(Masked())
