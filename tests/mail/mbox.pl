#!/usr/bin/perl
# What Perl's Email::MIME reads in an mbox on standard input, as JSON: of each message its id, its subject and its text.
# A message begins with a line "From " behind an empty one (RFC 4155); of lines that begin >From one > is taken away, as
# readers of mboxrd do. Debian: libemail-mime-perl.
use strict;
use warnings;
use Email::MIME;
use JSON::PP;

local $/;
binmode STDIN;
my @found;
for my $data (split /(?:\A|(?<=\n\n))From [^\n]*\n/, <STDIN>) {
    next unless $data =~ /\S/;
    $data =~ s/\n\n\z/\n/;
    $data =~ s/^>(>*From )/$1/mg;
    my $message = Email::MIME->new($data);
    my ($text) = grep { $_->content_type =~ m{^text/plain} } ($message->subparts ? $message->subparts : $message);
    push @found, { id => $message->header("Message-ID"), subject => $message->header_str("Subject"), text => $text->body_str };
}
print JSON::PP->new->ascii->canonical->encode(\@found);
