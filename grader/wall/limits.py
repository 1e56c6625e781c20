"""What one student's process may use. A spec may set each; every limit has a verdict of its own."""

from pydantic import BaseModel, ConfigDict, Field

#: How long the functions that we give may take in one request, in limits of a call: our time, which is not charged to
#: the student, but which a student can cause.
OUR_SHARE = 3


class Limits(BaseModel):
    """Limits of one submission's process; seconds are wall-clock unless said otherwise."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    call: float = Field(default=10.0, gt=0, le=3600)
    """Seconds for one call of a student's function, callbacks of ours not counted."""
    importing: float = Field(default=10.0, gt=0, le=3600, alias="import")
    """Seconds for importing one module, charged once."""
    cpu: int = Field(default=120, gt=0, le=86400)
    """Seconds of CPU time for the whole process."""
    memory_mb: int = Field(default=1024, ge=64, le=65536)
    """Megabytes of memory on top of what numpy itself takes."""
    output_mb: int = Field(default=16, ge=1, le=1024)
    """Megabytes that may be printed; the first 64 KB of a call are kept."""
    file_mb: int = Field(default=16, ge=1, le=4096)
    """Megabytes of one file that the code may write to its scratch directory."""
    scratch_mb: int = Field(default=64, ge=1, le=4096)
    """Megabytes of all files in the scratch directory together."""
    callbacks: int = Field(default=200_000, ge=1)
    """How often the code may call back into functions it was given, in one call of its own."""
