<?php

declare(strict_types=1);

namespace ThuCongVu;

/** Serves the last good bundle; asks the backend when it is time, and goes on with the old one when it is silent. */
final class BundleKeeper
{
    public function __construct(
        private readonly BundleCache $cache,
        private readonly BundleFetch $backend,
    ) {
    }

    /** What is held, without asking anybody. */
    public function held(): ?SignedBundle
    {
        return $this->cache->bundle();
    }

    /** Why the bundle that came last was not taken; '' when it was. */
    public function refused(): string
    {
        return $this->cache->schedule()->refused;
    }

    /** What is held after asking the backend, if it is time to. @param int $now unix time */
    public function current(int $now, bool $askedByHand = false): ?SignedBundle
    {
        if ($this->cache->schedule()->isDue($now, $askedByHand)) {
            $this->cache->exclusively(fn () => $this->ask($now));
        }
        return $this->cache->bundle();
    }

    private function ask(int $now): void
    {
        $schedule = $this->cache->schedule();
        // an etag of a bundle that is gone, or that no trusted key signed, must not bring back a bare 304
        $etag = $this->cache->bundle() === null ? '' : $schedule->etag;
        $answer = $this->backend->fetch($etag);
        try {
            if ($answer?->jws !== null) {
                $this->cache->keep($answer->jws);
            }
            $next = $answer === null ? $schedule->failed($now) : $schedule->answered($now, $answer->etag);
        } catch (BundleRefused $refused) {
            error_log("congvu: the rule bundle is not taken ({$refused->reason}): {$refused->getMessage()}");
            $next = $schedule->failed($now, $refused->reason);
        }
        $this->cache->remember($next);
    }
}
