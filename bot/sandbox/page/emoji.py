"""Slack's emoji names -> characters: the everyday few hundred. An unknown name stays as it was typed."""

from markupsafe import Markup, escape

NAMES = """
grinning 😀 smiley 😃 smile 😄 grin 😁 laughing 😆 satisfied 😆 sweat_smile 😅 joy 😂
rolling_on_the_floor_laughing 🤣 slightly_smiling_face 🙂 upside_down_face 🙃 wink 😉 blush 😊
innocent 😇 heart_eyes 😍 star-struck 🤩 kissing_heart 😘 yum 😋 stuck_out_tongue 😛 hugging_face 🤗
thinking_face 🤔 face_with_raised_eyebrow 🤨 neutral_face 😐 expressionless 😑 no_mouth 😶 smirk 😏
unamused 😒 face_with_rolling_eyes 🙄 grimacing 😬 relieved 😌 pensive 😔 sleepy 😪 sleeping 😴 mask 😷
dizzy_face 😵 exploding_head 🤯 partying_face 🥳 sunglasses 😎 nerd_face 🤓 confused 😕 worried 😟
slightly_frowning_face 🙁 white_frowning_face ☹️ open_mouth 😮 hushed 😯 astonished 😲 flushed 😳
pleading_face 🥺 cry 😢 sob 😭 scream 😱 disappointed 😞 sweat 😓 weary 😩 tired_face 😫 triumph 😤
rage 😡 angry 😠 melting_face 🫠 saluting_face 🫡 robot_face 🤖 ghost 👻 skull 💀 poop 💩 see_no_evil 🙈
hear_no_evil 🙉 speak_no_evil 🙊 wave 👋 raised_hand ✋ hand ✋ ok_hand 👌 v ✌️ crossed_fingers 🤞
call_me_hand 🤙 point_left 👈 point_right 👉 point_up_2 👆 point_down 👇 point_up ☝️ +1 👍 thumbsup 👍
-1 👎 thumbsdown 👎 fist ✊ facepunch 👊 clap 👏 raised_hands 🙌 open_hands 👐 handshake 🤝 pray 🙏
writing_hand ✍️ muscle 💪 ear 👂 eyes 👀 eye 👁️ brain 🧠 speech_balloon 💬 thought_balloon 💭
left_speech_bubble 🗨️ baby 👶 man 👨 woman 👩 nurse 🧑‍⚕️ health_worker 🧑‍⚕️ teacher 🧑‍🏫
busts_in_silhouette 👥 bust_in_silhouette 👤 raising_hand 🙋 shrug 🤷 facepalm 🤦 runner 🏃 walking 🚶
dancer 💃 seedling 🌱 evergreen_tree 🌲 deciduous_tree 🌳 palm_tree 🌴 cactus 🌵 herb 🌿
four_leaf_clover 🍀 maple_leaf 🍁 fallen_leaf 🍂 mushroom 🍄 tulip 🌷 rose 🌹 sunflower 🌻 blossom 🌼
cherry_blossom 🌸 bouquet 💐 dog 🐶 cat 🐱 mouse 🐭 rabbit 🐰 bear 🐻 panda_face 🐼 frog 🐸 monkey_face 🐵
chicken 🐔 penguin 🐧 bird 🐦 owl 🦉 bee 🐝 honeybee 🐝 bug 🐛 butterfly 🦋 snail 🐌 turtle 🐢 fish 🐟
whale 🐳 dolphin 🐬 unicorn_face 🦄 horse 🐴 sunny ☀️ partly_sunny ⛅ cloud ☁️ rain_cloud 🌧️
thunder_cloud_and_rain ⛈️ snowflake ❄️ snowman ⛄ zap ⚡ fire 🔥 boom 💥 droplet 💧 ocean 🌊 rainbow 🌈
star ⭐ star2 🌟 sparkles ✨ dizzy 💫 crescent_moon 🌙 full_moon 🌕 earth_africa 🌍 earth_americas 🌎
earth_asia 🌏 sunrise 🌅 city_sunrise 🌇 night_with_stars 🌃 umbrella ☔ apple 🍎 green_apple 🍏 pear 🍐
tangerine 🍊 lemon 🍋 banana 🍌 watermelon 🍉 grapes 🍇 strawberry 🍓 cherries 🍒 peach 🍑 avocado 🥑
tomato 🍅 carrot 🥕 bread 🍞 cheese_wedge 🧀 pizza 🍕 hamburger 🍔 taco 🌮 cake 🍰 birthday 🎂 cookie 🍪
doughnut 🍩 chocolate_bar 🍫 coffee ☕ tea 🍵 beer 🍺 beers 🍻 wine_glass 🍷 champagne 🍾
clinking_glasses 🥂 soccer ⚽ basketball 🏀 football 🏈 tennis 🎾 trophy 🏆 medal 🏅 sports_medal 🏅
first_place_medal 🥇 second_place_medal 🥈 third_place_medal 🥉 dart 🎯 game_die 🎲 jigsaw 🧩 art 🎨
musical_note 🎵 notes 🎶 guitar 🎸 microphone 🎤 headphones 🎧 movie_camera 🎥 clapper 🎬 tada 🎉
confetti_ball 🎊 balloon 🎈 gift 🎁 ribbon 🎀 car 🚗 bus 🚌 ambulance 🚑 fire_engine 🚒 bike 🚲 train 🚆
airplane ✈️ rocket 🚀 ship 🚢 anchor ⚓ construction 🚧 rotating_light 🚨 traffic_light 🚥
vertical_traffic_light 🚦 house 🏠 office 🏢 hospital 🏥 school 🏫 bank 🏦 factory 🏭 watch ⌚ iphone 📱
computer 💻 keyboard ⌨️ desktop_computer 🖥️ printer 🖨️ floppy_disk 💾 cd 💿 camera 📷 tv 📺 radio 📻
telephone ☎️ telephone_receiver 📞 battery 🔋 electric_plug 🔌 bulb 💡 flashlight 🔦 wastebasket 🗑️
moneybag 💰 credit_card 💳 balance_scale ⚖️ scales ⚖️ wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️
gear ⚙️ nut_and_bolt 🔩 shield 🛡️ pill 💊 syringe 💉 stethoscope 🩺 adhesive_bandage 🩹
thermometer 🌡️ microscope 🔬 test_tube 🧪 dna 🧬 telescope 🔭 satellite_antenna 📡 door 🚪 bed 🛏️
broom 🧹 soap 🧼 shopping_trolley 🛒 envelope ✉️ email 📧 e-mail 📧 incoming_envelope 📨 inbox_tray 📥
outbox_tray 📤 package 📦 mailbox 📫 postbox 📮 scroll 📜 page_with_curl 📃 page_facing_up 📄
bookmark_tabs 📑 bar_chart 📊 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 calendar 📆
date 📅 spiral_calendar_pad 🗓️ card_index 📇 clipboard 📋 pushpin 📌 round_pushpin 📍 paperclip 📎
straight_ruler 📏 triangular_ruler 📐 scissors ✂️ file_folder 📁 open_file_folder 📂
card_file_box 🗃️ newspaper 📰 notebook 📓 ledger 📒 closed_book 📕 green_book 📗 blue_book 📘
orange_book 📙 books 📚 book 📖 open_book 📖 bookmark 🔖 label 🏷️ memo 📝 pencil 📝 pencil2 ✏️
crayon 🖍️ mag 🔍 mag_right 🔎 lock 🔒 unlock 🔓 key 🔑 link 🔗 chains ⛓️ bell 🔔 no_bell 🔕 mega 📣
loudspeaker 📢 speaker 🔈 sound 🔉 loud_sound 🔊 mute 🔇 hourglass ⌛ hourglass_flowing_sand ⏳
alarm_clock ⏰ stopwatch ⏱️ timer_clock ⏲️ clock1 🕐 clock9 🕘 clock12 🕛 compass 🧭 world_map 🗺️
checkered_flag 🏁 triangular_flag_on_post 🚩 waving_white_flag 🏳️ crown 👑 gem 💎 mortar_board 🎓
tophat 🎩 eyeglasses 👓 heart ❤️ orange_heart 🧡 yellow_heart 💛 green_heart 💚 blue_heart 💙
purple_heart 💜 black_heart 🖤 white_heart 🤍 broken_heart 💔 two_hearts 💕 sparkling_heart 💖
heartbeat 💓 100 💯 anger 💢 zzz 💤 white_check_mark ✅ heavy_check_mark ✔️ ballot_box_with_check ☑️
x ❌ negative_squared_cross_mark ❎ heavy_plus_sign ➕ heavy_minus_sign ➖ heavy_multiplication_x ✖️
bangbang ‼️ exclamation ❗ grey_exclamation ❕ question ❓ grey_question ❔ warning ⚠️ no_entry ⛔
no_entry_sign 🚫 information_source ℹ️ recycle ♻️ beginner 🔰 sos 🆘 new 🆕 ok 🆗 up 🆙 free 🆓
arrow_up ⬆️ arrow_down ⬇️ arrow_left ⬅️ arrow_right ➡️ arrow_upper_right ↗️ arrow_lower_right ↘️
arrow_right_hook ↪️ leftwards_arrow_with_hook ↩️ arrows_counterclockwise 🔄 arrows_clockwise 🔃
repeat 🔁 arrow_forward ▶️ fast_forward ⏩ double_vertical_bar ⏸️ black_square_for_stop ⏹️
rewind ⏪ back 🔙 soon 🔜 top 🔝 red_circle 🔴 large_orange_circle 🟠 large_yellow_circle 🟡
large_green_circle 🟢 large_blue_circle 🔵 large_purple_circle 🟣 black_circle ⚫ white_circle ⚪
large_red_square 🟥 large_orange_square 🟧 large_yellow_square 🟨 large_green_square 🟩
large_blue_square 🟦 small_blue_diamond 🔹 small_orange_diamond 🔸 large_blue_diamond 🔷 one 1️⃣
two 2️⃣ three 3️⃣ four 4️⃣ five 5️⃣ six 6️⃣ seven 7️⃣ eight 8️⃣ nine 9️⃣ zero 0️⃣ keycap_ten 🔟
hash #️⃣
"""

WORDS = NAMES.split()
CHARACTERS: dict[str, str] = dict(zip(WORDS[::2], WORDS[1::2], strict=True))
COMMON = ("+1", "eyes", "white_check_mark", "heart", "raised_hands", "tada", "thinking_face", "question")


def emoji(name: str) -> Markup:
    """The character with its name for screen readers, or `:name:` as typed where it is not one of ours."""
    if name.startswith("skin-tone-"):
        return Markup("")
    if name not in CHARACTERS:
        return escape(f":{name}:")
    label = name.replace("_", " ")
    return Markup('<span class="emoji" role="img" aria-label="{}">{}</span>').format(label, CHARACTERS[name])
