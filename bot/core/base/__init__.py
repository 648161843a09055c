"""The basics that every other room of core uses: ids, keys, hashes of callers, statuses, leases, and the audit trail.

Each platform request has one effect: ``idempotency`` keeps its answer under the keyed hash of the request.
Nothing here knows a campaign, a call or an org. Start reading at ``idempotency``, then ``audit``.
"""
