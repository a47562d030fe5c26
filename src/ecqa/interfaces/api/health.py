"""The addresses `/healthz`, `/readyz` and `/metrics`: whether the process lives, whether it can answer, and its figures."""

import logging

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel

from ecqa.errors import ServiceError
from ecqa.interfaces.api import models
from ecqa.interfaces.api.access import Watching
from ecqa.interfaces.api.figures import TEXT
from ecqa.interfaces.api.services import Here
from ecqa.interfaces.api.wire import Json

logger = logging.getLogger(__name__)
router = APIRouter(tags=["operation"])


class State(BaseModel):
    """How the process is."""

    status: str


@router.get("/healthz", summary="Whether the process lives", response_class=Json, response_model=State, responses=models.problems())
async def healthz() -> Response:
    """Always the same."""
    return Json({"status": "ok"})


@router.get("/readyz", summary="Whether it can answer", response_class=Json, response_model=State, responses=models.problems(503))
def readyz(services: Here) -> Response:
    """Looks at index and database; not ready from the moment on at which the server is told to stop."""
    if services.running.stopping:
        raise ServiceError("stopping")
    try:
        services.storage.keys.used()
        services.assistant.articles()
    except Exception as problem:  # whatever it is, others should be asked meanwhile; the log says what
        logger.exception("not ready")
        raise ServiceError("not-ready") from problem
    return Json({"status": "ready"})


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=Response,
    responses={
        **models.problems(401, 403),
        200: {"description": "Figures", "content": {"text/plain": {"schema": {"type": "string"}}}},
    },
)
def metrics(_: Watching, services: Here) -> Response:
    """The figures of this process."""
    return Response(services.figures.text(), media_type=TEXT)
