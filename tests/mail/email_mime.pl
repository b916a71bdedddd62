#!/usr/bin/perl
# What Perl's Email::MIME reads in a message on standard input, as JSON: the headers, the recipients, each part.
# Debian: libemail-mime-perl, which brings Email::Address::XS.
use strict;
use warnings;
use Email::Address::XS 1.01;
use Email::MIME;
use JSON::PP;

local $/;
binmode STDIN;
my $message = Email::MIME->new(<STDIN>);
my (%recipients, @parts);

for my $name (grep { defined $message->header_raw($_) } qw(From To Cc Bcc Reply-To)) {
    my $list = $message->header_as_obj($name);
    $recipients{$name} = [map { [defined $_->phrase ? $_->phrase : "", $_->address] } $list->addresses];
}
for my $part ($message->subparts ? $message->subparts : $message) {
    my ($type) = split /;/, $part->content_type;
    push @parts, [$type, scalar $part->header("Content-Language"), $part->body_str];
}
print JSON::PP->new->ascii->canonical->encode({
    names      => [$message->header_names],
    subject    => scalar $message->header_str("Subject"),
    date       => scalar $message->header_str("Date"),
    message_id => scalar $message->header_str("Message-ID"),
    recipients => \%recipients,
    parts      => \@parts,
});
