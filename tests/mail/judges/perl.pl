#!/usr/bin/perl
# What Perl's Email::MIME and MIME-tools read in messages, one JSON object a line each. First argument: which of the two.
# Input: the paths of files, one a line. Debian: libemail-mime-perl, libmime-tools-perl.
use strict;
use warnings;
use Digest::SHA qw(sha256_hex);
use Email::Address::XS 1.01;
use Encode qw(decode);
use JSON::PP;

my $json = JSON::PP->new->ascii->canonical;
my %read = (email_mime => \&by_email_mime, mime_tools => \&by_mime_tools);
my $read = $read{ shift @ARGV };

while (my $path = <STDIN>) {
    chomp $path;
    open my $file, "<:raw", $path or die "$path: $!";
    my $data = do { local $/; <$file> };
    print $json->encode($read->($data)), "\n";
}

sub lines { my $text = shift; $text =~ s/\r\n/\n/g; return $text }

sub told {
    my ($subject, $people, @leaves) = @_;    # a leaf: type, disposition, name, bytes
    my %told = (subject => $subject, people => $people, text => undef, html => undef, attached => []);
    for my $leaf (@leaves) {
        my ($type, $disposition, $name, $data) = @$leaf;
        if ($disposition =~ /^(?:attachment|inline)/i) { push @{ $told{attached} }, [$name, $type, sha256_hex($data)] }
        elsif ($type eq "text/plain") { $told{text} = lines(decode("UTF-8", $data)) }
        elsif ($type eq "text/html") { $told{html} = lines(decode("UTF-8", $data)) }
    }
    return \%told;
}

sub by_email_mime {
    require Email::MIME;
    my $message = Email::MIME->new(shift);
    my (%people, @leaves);
    for my $name (grep { defined $message->header_raw($_) } qw(From To Cc Bcc Reply-To)) {
        $people{$name} = [map { [defined $_->phrase ? $_->phrase : "", $_->address] } $message->header_as_obj($name)->addresses];
    }
    $message->walk_parts(sub {
        my $part = shift;
        return if $part->subparts;
        my ($type) = split /;/, $part->content_type;
        my $name = $part->filename;
        push @leaves, [$type, $part->header("Content-Disposition") // "", $name, $part->body];
    });
    return told($message->header_str("Subject"), \%people, @leaves);
}

sub by_mime_tools {
    require MIME::Parser;
    my $parser = MIME::Parser->new;
    $parser->output_to_core(1);
    $parser->tmp_to_core(1);
    my $message = $parser->parse_data(shift);
    my (%people, @leaves);
    for my $name (grep { $message->head->count($_) } qw(From To Cc Bcc Reply-To)) {
        my $value = $message->head->get($name);
        $value =~ s/\r?\n(?=[ \t])//g;
        $people{$name} = [map { [defined $_->phrase ? decode("MIME-Header", $_->phrase) : "", $_->address] } Email::Address::XS->parse($value)];
    }
    my @parts = ($message);
    while (my $part = shift @parts) {
        if ($part->parts) { unshift @parts, $part->parts; next }
        my $name = $part->head->recommended_filename;
        push @leaves, [$part->mime_type, $part->head->get("Content-Disposition") // "", $name, $part->bodyhandle->as_string];
    }
    my $subject = $message->head->get("Subject");
    $subject =~ s/\r?\n(?=[ \t])//g;
    chomp $subject;
    $subject =~ s/\r//g;
    return told(decode("MIME-Header", $subject), \%people, @leaves);
}
