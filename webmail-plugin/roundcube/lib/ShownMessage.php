<?php

declare(strict_types=1);

namespace ThuCongVu;

/** What the page is told of a message, so that it can be found among the agency's letters. Its subject stays out. */
final class ShownMessage
{
    /**
     * @param object $headers Roundcube's rcube_message_header
     * @return ?array{message_id: string, sent: bool} null without a Message-ID
     */
    public static function of(object $headers, string $sentFolder): ?array
    {
        $id = self::messageId($headers);
        return $id === '' ? null : [
            'message_id' => $id,
            'sent' => $sentFolder !== '' && ($headers->folder ?? '') === $sentFolder,
        ];
    }

    /** Without its angle brackets; '' where there is none: then Roundcube writes "mid:" and the message's number. */
    private static function messageId(object $headers): string
    {
        $id = trim((string) ($headers->messageID ?? ''), " \t<>");
        return str_starts_with($id, 'mid:') ? '' : $id;
    }
}
