<?php

declare(strict_types=1);

namespace ThuCongVu;

/** Asks by curl: below a second in all, no redirects, no more than BYTES. Somebody is typing meanwhile. */
final class CurlPost implements BackendPost
{
    private const CONNECT_MILLISECONDS = 300;
    private const TOTAL_MILLISECONDS = 900;
    private const BYTES = 1_000_000;

    public function __construct(private readonly string $backendUrl)
    {
    }

    public function post(string $path, array $body, string $bearer = ''): ?array
    {
        $text = '';
        $headers = ['Content-Type: application/json', 'Expect:'];
        $curl = curl_init($this->backendUrl . $path);
        curl_setopt_array($curl, [
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_CONNECTTIMEOUT_MS => self::CONNECT_MILLISECONDS,
            CURLOPT_TIMEOUT_MS => self::TOTAL_MILLISECONDS,
            CURLOPT_NOSIGNAL => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_POSTFIELDS => json_encode($body, JSON_INVALID_UTF8_SUBSTITUTE | JSON_UNESCAPED_UNICODE),
            CURLOPT_HTTPHEADER => $bearer === '' ? $headers : [...$headers, "Authorization: Bearer $bearer"],
            CURLOPT_WRITEFUNCTION => static function ($_, string $chunk) use (&$text): int {
                $text .= $chunk;
                return strlen($text) > self::BYTES ? 0 : strlen($chunk); // 0 ends the transfer as failed
            },
        ]);
        $finished = curl_exec($curl);
        $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
        curl_close($curl);
        $answer = $finished ? json_decode($text, true) : null;
        return is_array($answer) ? [$status, $answer] : null;
    }
}
