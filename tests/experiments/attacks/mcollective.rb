# Requests and replies as MCollective's own ssl plugin makes them, with any key and in anybody's name.
#
#   ruby mcollective.rb CLIENT_CFG
#
# Takes one JSON object a line, answers each with one: {"payload": ..., "id": ...}, or {"id": ..., "reply_agent": ...}
# for what it is asked to look into.
require "json"
require "mcollective"

MCollective::Config.instance.loadconfig(ARGV.fetch(0))
SECURITY = MCollective::PluginManager["security_plugin"]

def name_yourself(identity)
  MCollective::Config.instance.instance_variable_set(:@identity, identity)
end

def request(wanted)
  SECURITY.initiated_by = :client
  ENV["MCOLLECTIVE_SSL_PRIVATE"] = wanted["private"]
  ENV["MCOLLECTIVE_SSL_PUBLIC"] = "/#{wanted["caller"]}.pem"
  name_yourself(wanted["identity"])
  body = {:agent => "rpcutil", :action => "ping", :caller => SECURITY.callerid, :data => {:process_results => true}}
  filter = MCollective::Util.empty_filter
  SECURITY.encoderequest(wanted["identity"], body, wanted["id"], filter, "rpcutil", wanted["collective"], 60)
end

def reply(wanted)
  SECURITY.initiated_by = :node
  ENV["MCOLLECTIVE_SSL_PRIVATE"] = wanted["private"]
  name_yourself(wanted["identity"])
  body = {:statuscode => 0, :statusmsg => "OK", :data => {:pong => 1}}
  SECURITY.encodereply("rpcutil", body, wanted["id"])
end

STDIN.each_line do |line|
  wanted = JSON.parse(line)
  answer =
    case wanted["make"]
    when "request" then {:payload => request(wanted)}
    when "reply" then {:payload => reply(wanted)}
    when "nothing" then {:id => YAML.safe_load(wanted["payload"], [Symbol, Regexp])[:requestid]}
    else raise ArgumentError, wanted["make"]
    end
  puts JSON.generate(answer)
  STDOUT.flush
end
