<?php

declare(strict_types=1);

/** A directory for one test, emptied afterwards. */
trait ScratchDirectory
{
    private string $directory;

    /** @before */
    public function makeDirectory(): void
    {
        $this->directory = sys_get_temp_dir() . '/congvu-test-' . bin2hex(random_bytes(6));
        mkdir($this->directory, 0700);
    }

    /** @after */
    public function removeDirectory(): void
    {
        array_map('unlink', glob("{$this->directory}/*"));
        rmdir($this->directory);
    }
}
