# Generated from topology.yaml by `broker-network generate single-broker`; edit that instead.
#
# Lets MCollective 2.12 run on current Rubies -> /etc/mcollective/ruby-cure.rb, on servers and on terminals.
# Load it before MCollective, for example by the environment of mcollectived and of mco:
#   RUBYOPT=-r/etc/mcollective/ruby-cure.rb
#
# It changes only what a Ruby lacks: where nothing is lacking it does nothing.
require "psych"

# Psych 4 (Ruby 3.1) takes the lists of YAML.safe_load by name only, and MCollective gives them by position: without this
# no fact is read, and no message of the yaml serializer. The lists go on unchanged, and there are no others: what
# safe_load refused before, it refuses now.
unless Psych.method(:safe_load).parameters.any? { |kind, _| kind == :opt }
  Psych.singleton_class.prepend(
    Module.new do
      def safe_load(yaml, *lists, **options)
        names = [:permitted_classes, :permitted_symbols, :aliases, :filename]
        raise ArgumentError, "too many arguments for safe_load" if lists.size > names.size

        super(yaml, **names.zip(lists).first(lists.size).to_h, **options)
      end
    end
  )
end

# Ruby 3.2 dropped the older of two equal names. MCollective and the stomp gem call the older one.
[File, Dir].each do |files|
  files.define_singleton_method(:exists?) { |path| exist?(path) } unless files.respond_to?(:exists?)
end
