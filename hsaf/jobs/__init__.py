"""Background jobs: leased rows, resumable from checkpoints.

Whoever offers a kind of job says how it runs (hook ``hsaf_jobs``); whoever wants one done submits it
(:class:`Queue`) in the unit of work that decides it; workers (``hsaf jobs run``, or the server's own)
take jobs by lease, one each. A job's handler saves a checkpoint after every chunk; when its process dies
or stops, another worker goes on from the last one.
"""

from hsaf.jobs.leases import CancelAsked
from hsaf.jobs.queue import Job, Queue, State
from hsaf.jobs.running import Handler, JobRun
from hsaf.jobs.schedules import Planned, Schedule, Schedules
from hsaf.jobs.worker import Worker

__all__ = ["CancelAsked", "Handler", "Job", "JobRun", "Planned", "Queue", "Schedule", "Schedules", "State", "Worker"]
