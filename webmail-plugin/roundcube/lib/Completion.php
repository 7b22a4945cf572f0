<?php

declare(strict_types=1);

namespace ThuCongVu;

/** What is offered while somebody types a recipient: official addresses first, in the directory's order. */
final class Completion
{
    /**
     * @param array<array<string, mixed>|string> $contacts what Roundcube found in its own address books
     * @param OfficialEntry[] $official
     * @param callable(string, string): string $write address and name as a recipient
     * @return array<array<string, mixed>|string>
     */
    public static function merge(array $contacts, array $official, string $badge, callable $write): array
    {
        $lines = array_map(static fn (OfficialEntry $entry): array => [
            'name' => $write($entry->address, $entry->title),
            'display' => self::line($entry, $badge),
            'type' => 'congvu-official',
        ], $official);
        $known = array_map(static fn (OfficialEntry $entry): string => strtolower($entry->address), $official);
        $others = array_filter(
            $contacts,
            static fn (array|string $contact): bool => !in_array(self::address($contact), $known, true)
        );
        return [...$lines, ...array_values($others)];
    }

    private static function line(OfficialEntry $entry, string $badge): string
    {
        $place = $entry->place();
        return $entry->title . ($place === '' ? '' : " - $place") . " <$entry->address> · $badge";
    }

    /** @param array<string, mixed>|string $contact */
    private static function address(array|string $contact): string
    {
        $written = is_array($contact) ? (string) ($contact['name'] ?? '') : $contact;
        return strtolower(preg_match('/<([^<>]+)>\s*$/', $written, $match) ? $match[1] : trim($written));
    }
}
