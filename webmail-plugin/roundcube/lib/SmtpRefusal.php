<?php

declare(strict_types=1);

namespace ThuCongVu;

/** What the mail server's gate said when it did not take a letter (backend/gateway/replies.py), for the page to word. */
final class SmtpRefusal
{
    /** What each reply says in its English half, by what it means to the sender. */
    private const KINDS = [
        'marked' => 'Refused: signs of a secrecy mark',
        'unreadable' => 'Refused: a part cannot be checked',
        'confirm' => 'To be confirmed by the sender',
        'later' => 'try again later',
    ];

    private function __construct(
        /** marked, unreadable, confirm or later. */
        public readonly string $kind,
        /** Where to confirm; '' unless the kind is confirm. */
        public readonly string $link,
        /** What to name on the telephone; '' where the reply has none. */
        public readonly string $reference,
    ) {
    }

    /**
     * @param mixed $error as Roundcube hands it on: a text, or a label with its values
     * @param string $backendUrl only a link to there is believed
     * @return ?self null for any other refusal
     */
    public static function from(mixed $error, string $backendUrl): ?self
    {
        $said = is_array($error) ? (string) ($error['vars']['msg'] ?? '') : (string) $error;
        foreach (self::KINDS as $kind => $words) {
            if (!str_contains($said, " | ") || !str_contains($said, $words)) {
                continue;
            }
            $link = $kind === 'confirm' ? self::link($said, $backendUrl) : '';
            $reference = preg_match('/\bRef ([A-Z0-9]+)\b/', $said, $match) ? $match[1] : '';
            return $kind === 'confirm' && $link === '' ? null : new self($kind, $link, $reference);
        }
        return null;
    }

    private static function link(string $said, string $backendUrl): string
    {
        $pattern = '#' . preg_quote("$backendUrl/xac-nhan/", '#') . '[A-Z0-9]+\b#';
        return $backendUrl !== '' && preg_match($pattern, $said, $match) ? $match[0] : '';
    }
}
