<?php

declare(strict_types=1);

namespace ThuCongVu;

/** Fetches by curl: below one second in all, no redirects, no more than BYTES. */
final class CurlFetch implements BundleFetch
{
    private const CONNECT_MILLISECONDS = 400;
    private const TOTAL_MILLISECONDS = 900;
    private const BYTES = 8_000_000;

    public function __construct(private readonly string $url)
    {
    }

    public function fetch(string $etag): ?FetchedBundle
    {
        $newEtag = '';
        $body = '';
        $curl = curl_init($this->url);
        curl_setopt_array($curl, [
            CURLOPT_PROTOCOLS => CURLPROTO_HTTP | CURLPROTO_HTTPS,
            CURLOPT_CONNECTTIMEOUT_MS => self::CONNECT_MILLISECONDS,
            CURLOPT_TIMEOUT_MS => self::TOTAL_MILLISECONDS,
            CURLOPT_NOSIGNAL => true,
            CURLOPT_FOLLOWLOCATION => false,
            CURLOPT_HTTPHEADER => array_filter(['Accept: application/jose', $etag === '' ? '' : "If-None-Match: $etag"]),
            CURLOPT_HEADERFUNCTION => static function ($_, string $line) use (&$newEtag): int {
                if (preg_match('/\Aetag:\s*(.+?)\s*\z/i', $line, $match)) {
                    $newEtag = $match[1];
                }
                return strlen($line);
            },
            CURLOPT_WRITEFUNCTION => static function ($_, string $chunk) use (&$body): int {
                $body .= $chunk;
                return strlen($body) > self::BYTES ? 0 : strlen($chunk); // 0 ends the transfer as failed
            },
        ]);
        $finished = curl_exec($curl);
        $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
        curl_close($curl);
        return match (true) {
            $finished && $status === 200 => new FetchedBundle($body, $newEtag),
            $finished && $status === 304 && $etag !== '' => new FetchedBundle(null, $etag),
            default => null,
        };
    }
}
