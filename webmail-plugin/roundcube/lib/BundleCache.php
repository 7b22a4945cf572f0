<?php

declare(strict_types=1);

namespace ThuCongVu;

/** The last good bundle on disk, and when to ask for a newer one. Every read verifies the signature again. */
final class BundleCache
{
    public function __construct(
        private readonly string $directory,
        private readonly TrustedKeys $trusted,
    ) {
    }

    /** Null when none was ever kept, or what is there was not signed by a key trusted now. */
    public function bundle(): ?SignedBundle
    {
        $jws = @file_get_contents($this->path('jws'));
        try {
            return $jws === false ? null : SignedBundle::open($jws, $this->trusted);
        } catch (BundleRefused) {
            return null;
        }
    }

    /** @throws BundleRefused malformed, foreign, or of a lower version than the one held */
    public function keep(string $jws): SignedBundle
    {
        $candidate = SignedBundle::open($jws, $this->trusted);
        if (!$candidate->mayReplace($this->bundle())) {
            throw new BundleRefused('the bundle is older than the one held', 'older');
        }
        $this->replace('jws', $candidate->jws);
        return $candidate;
    }

    public function schedule(): FetchSchedule
    {
        $text = @file_get_contents($this->path('json'));
        return FetchSchedule::fromJson($text === false ? '' : $text);
    }

    public function remember(FetchSchedule $schedule): void
    {
        $this->replace('json', $schedule->toJson());
    }

    /** Runs the work unless another process is at it; nobody waits for a lock. */
    public function exclusively(callable $work): void
    {
        $handle = @fopen($this->path('lock'), 'c');
        if ($handle === false) {
            return;
        }
        if (flock($handle, LOCK_EX | LOCK_NB)) {
            $work();
            flock($handle, LOCK_UN);
        }
        fclose($handle);
    }

    private function replace(string $kind, string $content): void
    {
        $temporary = $this->path($kind) . '.' . bin2hex(random_bytes(6));
        $handle = @fopen($temporary, 'x');
        if ($handle === false) {
            return; // a directory that cannot be written keeps nothing; doctor tells
        }
        chmod($temporary, 0600);
        $written = fwrite($handle, $content) === strlen($content) && fflush($handle);
        fclose($handle);
        if (!$written || !rename($temporary, $this->path($kind))) {
            @unlink($temporary);
        }
    }

    private function path(string $kind): string
    {
        return "{$this->directory}/congvu-bundle.$kind";
    }
}
