# Names, and how helplines are shown. Languages and countries are called as the Unicode CLDR calls them, unless
# there is a message `lang-<code>` or `country-<CODE>` here.

platform-discord = Discord
platform-telegram = Telegram

country-HK = Hong Kong

# An instant for somebody whose app cannot say it in their own zone: the city is where that time of day is meant.
moment = { $time } ({ $city })
moment-time = { $time }, { $city } ({ $distance })
moment-distance = { $distance } ({ $time }, { $city })
in-minutes =
    { $minutes ->
        [one] in about { $minutes } minute
       *[other] in about { $minutes } minutes
    }
in-hours =
    { $hours ->
        [one] in about { $hours } hour
       *[other] in about { $hours } hours
    }
in-days =
    { $days ->
        [one] in about { $days } day
       *[other] in about { $days } days
    }

emergency-anywhere = your emergency number, often 112, 911 or 999

helplines-anywhere = Helplines: { $directories }, or /helplines for your country. In an emergency, call { $emergency }.

helplines-country =
    Emergency: { $emergency }
    { $lines }
    Other lines: { $directories }

helplines-country-none =
    Emergency: { $emergency }
    Helplines: { $directories }

# For somebody under 18, where no line for young people is known.
helplines-youth = On { $directories } there are lines by country, also for young people. In an emergency, call { $emergency }.

helpline = { $name }: { $ways }
helpline-phone = phone { $number }
helpline-sms = text { $number }
helpline-chat = chat { $number }
helpline-hours = { $way } ({ $hours })

# What seekers are called, new each time: short, warm, and nobody's first name. Divided by commas.
seeker-aliases =
    Maple, River, Meadow, Harbour, Pebble, Cloud, Lantern, Birch, Cedar, Clover, Thistle, Acorn, Breeze, Canyon, Chestnut,
    Comet, Cove, Cypress, Delta, Driftwood, Dune, Evergreen, Fjord, Foxglove, Garden, Glacier, Grove, Heron, Horizon,
    Island, Kestrel, Lagoon, Larch, Lighthouse, Linden, Marigold, Moonlight, Mountain, Oak, Orchard, Otter, Pinecone,
    Plover, Poplar, Prairie, Quartz, Rainbow, Ridge, Sandstone, Seashell, Shoreline, Skylark, Snowdrop, Sparrow, Spruce,
    Starling, Stream, Summit, Sunrise, Swallow, Thicket, Tide, Timber, Tundra, Valley, Walnut, Waterfall
