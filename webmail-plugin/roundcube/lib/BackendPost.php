<?php

declare(strict_types=1);

namespace ThuCongVu;

/** How this server asks the backend. */
interface BackendPost
{
    /**
     * @param string $path below the backend's address
     * @param array<string, mixed> $body sent as JSON
     * @return array{int, array<string, mixed>}|null status and answer; null where there was none in time
     */
    public function post(string $path, array $body, string $bearer = ''): ?array;
}
