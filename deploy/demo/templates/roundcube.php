<?php

// Roundcube of a Thư Công Vụ demo. Written at every start.
$config = [];
$config['db_dsnw'] = 'sqlite:///@SITE@/roundcube.db?mode=0640';
$config['imap_host'] = '127.0.0.1:@IMAP_PORT@';
$config['smtp_host'] = '127.0.0.1:@SUBMISSION_PORT@';
$config['smtp_user'] = '%u';
$config['smtp_pass'] = '%p';
$config['product_name'] = '@PRODUCT_NAME@';
$config['des_key'] = '@DES_KEY@';
$config['plugins'] = [@PLUGINS@];
$config['skin'] = 'elastic';
$config['language'] = 'vi_VN';
$config['timezone'] = 'Asia/Ho_Chi_Minh';
// PHP's own sessions are locked: two requests at once never lose what the other one kept, as they do in SQLite
$config['session_storage'] = 'php';
$config['temp_dir'] = '@SITE@/temp/';
$config['log_dir'] = '@LOG@/';
$config['max_message_size'] = '50M';
$config['create_default_folders'] = true;
$config['enable_spellcheck'] = false;
