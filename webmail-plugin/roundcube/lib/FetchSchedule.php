<?php

declare(strict_types=1);

namespace ThuCongVu;

/** When the backend is asked again: every few minutes while it answers, ever more rarely while it does not. */
final class FetchSchedule
{
    private const AFTER_ANSWER_SECONDS = 300;
    private const FIRST_BACK_OFF_SECONDS = 15;
    private const LONGEST_BACK_OFF_SECONDS = 600;
    private const RETRY_SECONDS = 2; // an official who presses "thử lại" does not wait for the back-off

    public function __construct(
        /** As the backend named it; '' when nothing is held. */
        public readonly string $etag = '',
        /** Unix time of the last question; 0 when there was none. */
        public readonly int $askedAt = 0,
        /** Questions without an answer since the last good one. */
        public readonly int $failures = 0,
        /** Why the bundle that came last was not taken (BundleRefused::$reason); '' when it was. */
        public readonly string $refused = '',
    ) {
    }

    public static function fromJson(string $text): self
    {
        $value = json_decode($text, true);
        return is_array($value)
            ? new self((string) ($value['etag'] ?? ''), (int) ($value['asked_at'] ?? 0), (int) ($value['failures'] ?? 0), (string) ($value['refused'] ?? ''))
            : new self();
    }

    public function toJson(): string
    {
        return json_encode(['etag' => $this->etag, 'asked_at' => $this->askedAt, 'failures' => $this->failures,
            'refused' => $this->refused]);
    }

    public function isDue(int $now, bool $askedByHand): bool
    {
        if ($now < $this->askedAt) {
            return true; // the clock was set back
        }
        return $now >= $this->askedAt + ($askedByHand ? self::RETRY_SECONDS : $this->pauseSeconds());
    }

    public function answered(int $now, string $etag): self
    {
        return new self($etag, $now);
    }

    /** Silence changes nothing about what was refused before. */
    public function failed(int $now, ?string $refused = null): self
    {
        return new self($this->etag, $now, $this->failures + 1, $refused ?? $this->refused);
    }

    private function pauseSeconds(): int
    {
        if ($this->askedAt === 0) {
            return 0;
        }
        $doubled = self::FIRST_BACK_OFF_SECONDS * 2 ** min($this->failures - 1, 10);
        return (int) ($this->failures === 0 ? self::AFTER_ANSWER_SECONDS : min($doubled, self::LONGEST_BACK_OFF_SECONDS));
    }
}
