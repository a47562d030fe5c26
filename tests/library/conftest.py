"""The PostgreSQL server of the storage tests, for backups of what it keeps."""

from tests.storage.conftest import empty_postgres, postgres

__all__ = ["empty_postgres", "postgres"]
