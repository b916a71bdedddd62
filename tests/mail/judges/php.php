<?php
// What PHP's mailparse reads in messages, one JSON object a line. Input: the paths of files, one a line.
// Debian: php-cli, php-mailparse.

function decoded(string $value): string
{
    $line = preg_replace('/\r?\n(?=[ \t])/', '', $value);
    return preg_match('/=\?[^?]+\?[bq]\?[^?]*\?=/i', $line) ? iconv_mime_decode($line, 0, 'UTF-8') : $line;
}

while (($path = fgets(STDIN)) !== false) {
    $data = file_get_contents(trim($path));
    $message = mailparse_msg_create();
    mailparse_msg_parse($message, $data);
    $told = ['people' => [], 'subject' => null, 'text' => null, 'html' => null, 'attached' => []];
    foreach (mailparse_msg_get_structure($message) as $id) {
        $part = mailparse_msg_get_part_data(mailparse_msg_get_part($message, $id));
        if ($id === '1') {
            $told['subject'] = decoded($part['headers']['subject'] ?? '');
            foreach (['From', 'To', 'Cc', 'Bcc', 'Reply-To'] as $name) {
                if (!isset($part['headers'][strtolower($name)])) continue;
                $list = mailparse_rfc822_parse_addresses(preg_replace('/\r?\n(?=[ \t])/', '', $part['headers'][strtolower($name)]));
                foreach ($list as $one) {
                    $told['people'][$name][] = [$one['display'] === $one['address'] ? '' : decoded($one['display']), $one['address']];
                }
            }
        }
        if (str_starts_with($part['content-type'], 'multipart/')) continue;
        $body = substr($data, $part['starting-pos-body'], $part['ending-pos-body'] - $part['starting-pos-body']);
        $body = $part['transfer-encoding'] === 'base64' ? base64_decode($body) : quoted_printable_decode($body);
        if (in_array($part['content-disposition'] ?? '', ['attachment', 'inline'], true)) {
            $name = $part['disposition-filename'] ?? '';
            $told['attached'][] = [decoded($name), $part['content-type'], hash('sha256', $body)];
        } elseif ($part['content-type'] === 'text/plain') {
            $told['text'] = str_replace("\r\n", "\n", $body);
        } elseif ($part['content-type'] === 'text/html') {
            $told['html'] = str_replace("\r\n", "\n", $body);
        }
    }
    mailparse_msg_free($message);
    echo json_encode($told), "\n";
}
