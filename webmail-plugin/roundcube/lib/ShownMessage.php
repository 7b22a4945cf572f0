<?php

declare(strict_types=1);

namespace ThuCongVu;

use rcube_mime;

/** What the page is told of a message, so that it can be found among the agency's letters, and its sender looked at. Its
 *  subject stays out. */
final class ShownMessage
{
    /**
     * @param object $headers Roundcube's rcube_message_header
     * @return array{message_id: string, sent: bool} '' without a Message-ID
     */
    public static function of(object $headers, string $sentFolder): array
    {
        return [
            'message_id' => self::messageId($headers),
            'sent' => $sentFolder !== '' && ($headers->folder ?? '') === $sentFolder,
        ];
    }

    /**
     * Who says to have written it, and where an answer goes.
     *
     * @return array{address: string, name: string, reply_to: string} '' where there is none
     */
    public static function author(object $headers): array
    {
        $charset = $headers->charset ?? null;
        $first = static fn (string $written): array
            => array_values(rcube_mime::decode_address_list($written, 1, true, $charset))[0] ?? [];
        $from = $first((string) ($headers->from ?? ''));
        $reply = $first((string) ($headers->replyto ?? ''));
        return [
            'address' => (string) ($from['mailto'] ?? ''),
            'name' => (string) ($from['name'] ?? ''),
            'reply_to' => (string) ($reply['mailto'] ?? ''),
        ];
    }

    /** Without its angle brackets; '' where there is none: then Roundcube writes "mid:" and the message's number. */
    private static function messageId(object $headers): string
    {
        $id = trim((string) ($headers->messageID ?? ''), " \t<>");
        return str_starts_with($id, 'mid:') ? '' : $id;
    }
}
