<?php

declare(strict_types=1);

namespace ThuCongVu;

/** Asks the backend for its rule bundle. */
interface BundleFetch
{
    /**
     * @param string $etag of the bundle held, as the backend named it; '' for none
     * @return ?FetchedBundle null when there is no usable answer in time
     */
    public function fetch(string $etag): ?FetchedBundle;
}
