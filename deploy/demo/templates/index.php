<?php

define('INSTALL_PATH', realpath(__DIR__ . '/..') . '/');

include INSTALL_PATH . 'index.php';
