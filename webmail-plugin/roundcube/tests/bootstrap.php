<?php

declare(strict_types=1);

require __DIR__ . '/roundcube_fakes.php';
require __DIR__ . '/../congvu.php';
require __DIR__ . '/RuleKey.php';
require __DIR__ . '/FakeBackend.php';
require __DIR__ . '/FakePost.php';
require __DIR__ . '/ScratchDirectory.php';
