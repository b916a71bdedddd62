# What Ruby's mail reads in messages, one JSON object a line: recipients, subject, both texts, what is attached.
# Input: the paths of files, one a line. Debian: ruby-mail.
require "mail"
require "json"
require "digest"

def people(field)
  return [] if field.nil?
  field.field.addrs.map { |one| [one.display_name.to_s, one.address.to_s] }
end

STDIN.each_line(chomp: true) do |path|
  mail = Mail.read_from_string(File.binread(path))
  seen = %w[From To Cc Bcc Reply-To].to_h { |name| [name, people(mail[name])] }.reject { |_, list| list.empty? }
  parts = mail.multipart? ? mail.all_parts.reject(&:multipart?) : [mail]
  attached, texts = parts.partition { |part| part.content_disposition.to_s.start_with?("attachment", "inline") }
  of = ->(type) { (texts.find { |part| part.mime_type == type })&.decoded&.encode("UTF-8")&.gsub("\r\n", "\n") }
  puts JSON.generate({ people: seen, subject: mail.subject.to_s, text: of["text/plain"], html: of["text/html"],
                       attached: attached.map { |part| [part.filename, part.mime_type, Digest::SHA256.hexdigest(part.decoded)] } })
end
