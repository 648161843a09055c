"""What a request can turn out to mean: work to do, a form to open, or a form that takes a role."""

from collections.abc import Mapping

from msgspec import Struct

from bot.errors import UserError
from bot.kit.cards.reply import Form
from bot.kit.invocation import Envelope
from bot.kit.spec import Spec


class Step(Struct, frozen=True):
    """Work that may take a while: `Dispatcher.run` does it. ``private`` is known before it starts.

    ``error`` is what to answer instead of calling ``spec``. ``free`` are words typed without a key; core decides
    which options they belong to.
    """

    envelope: Envelope
    spec: Spec | None
    args: Mapping[str, str]
    private: bool
    error: UserError | None = None
    free: tuple[str, ...] = ()

    @property
    def is_slow(self) -> bool:
        """Whether the work may take long, so that the person has to be told that it goes on."""
        return self.spec is not None and self.spec.slow and self.error is None


class Gate(Struct, frozen=True):
    """A form that takes a role: `Dispatcher.open_gate` decides whether it opens.

    Otherwise ``step`` runs, which refuses callers without the role.
    """

    form: Form
    step: Step


Meaning = Step | Form | Gate


def make_step(envelope: Envelope, spec: Spec, args: Mapping[str, str]) -> Step:
    """The work of calling ``spec``."""
    return Step(envelope, spec, args, spec.private)


def make_refusal(envelope: Envelope, error: UserError, spec: Spec | None = None) -> Step:
    """The work of telling the caller what was wrong."""
    return Step(envelope, spec, {}, private=True, error=error)
