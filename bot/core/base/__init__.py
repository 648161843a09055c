"""What every other room of core uses: instants and local times, ids and keys, the caller, the audit trail.

Each platform request has one effect: ``idempotency`` keeps its answer under the keyed hash of the request.
Nothing here knows a campaign, a call or an org. Start reading at ``clock``, then ``caller`` and ``idempotency``.
"""
