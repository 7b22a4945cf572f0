<?php

declare(strict_types=1);

namespace ThuCongVu;

/** The official directory as the backend answers it for whoever is signed in; nothing where it does not answer. */
final class OfficialDirectory
{
    private const PATH = '/directory/search'; // takes half of what the same question costs over GraphQL
    private const KEPT_SECONDS = 600; // of the 900 that a bearer lasts
    private const BEARER = 'congvu_bearer';

    /**
     * @param callable(): string $mint a token for the log-in of this session
     * @param array<string, mixed> $session Roundcube's, where the bearer is kept between two letters typed
     */
    public function __construct(
        private readonly BackendPost $backend,
        private $mint,
        private array &$session,
    ) {
    }

    /** @return OfficialEntry[] the likeliest first */
    public function search(string $typed, int $first, int $now): array
    {
        if (trim($typed) === '' || $first < 1) {
            return [];
        }
        $body = ['text' => $typed, 'first' => min($first, 50)];
        $answer = $this->backend->post(self::PATH, $body, $this->bearer($now));
        if (($answer[0] ?? 0) === 401) {
            unset($this->session[self::BEARER]);
            $answer = $this->backend->post(self::PATH, $body, $this->bearer($now));
        }
        $found = $answer[1]['found'] ?? null;
        return is_array($found) ? array_map([OfficialEntry::class, 'of'], array_values($found)) : [];
    }

    private function bearer(int $now): string
    {
        $kept = $this->session[self::BEARER] ?? null;
        if (is_array($kept) && $kept['until'] > $now) {
            return $kept['token'];
        }
        $answer = $this->backend->post('/session/plugin', ['token' => ($this->mint)()]);
        $token = (string) ($answer[1]['token'] ?? '');
        if ($token !== '') {
            $this->session[self::BEARER] = ['token' => $token, 'until' => $now + self::KEPT_SECONDS];
        }
        return $token;
    }
}
