<?php

declare(strict_types=1);

namespace ThuCongVu;

/** Reads Cong-Vu-Verdict of a mail received: only the field of the own province counts, others came from elsewhere. */
final class VerdictNote
{
    public const HEADER = 'Cong-Vu-Verdict';

    /**
     * @param mixed $values the field's value, or a list of values where it stands more than once
     * @return ?string label of the sentence to show above the mail; null when there is nothing to say
     */
    public static function label(mixed $values, string $provinceId): ?string
    {
        foreach ((array) $values as $value) {
            $fields = self::fields((string) $value);
            if ($provinceId !== '' && ($fields[''] ?? null) === $provinceId && ($fields['action'] ?? '') === 'confirm') {
                return 'note_confirm';
            }
        }
        return null;
    }

    /** @return array<string, string> parameters by name; the province id under '' */
    private static function fields(string $value): array
    {
        $fields = [];
        foreach (explode(';', $value) as $index => $piece) {
            [$name, $content] = array_map('trim', explode('=', $piece, 2)) + [1 => ''];
            $fields[$index === 0 ? '' : strtolower($name)] = $index === 0 ? $name : $content;
        }
        return ($fields['v'] ?? '') === '1' ? $fields : [];
    }
}
