// Emoji short codes a bot is likely to write; the rest stay as they were typed.

const CODES = `
100=💯 +1=👍 -1=👎 thumbsup=👍 thumbsdown=👎 ok_hand=👌 wave=👋 handshake=🤝 raised_hand=✋ raised_hands=🙌 clap=👏 pray=🙏 eyes=👀 point_right=👉 muscle=💪
white_check_mark=✅ heavy_check_mark=✔️ ballot_box_with_check=☑️ x=❌ negative_squared_cross_mark=❎ no_entry=⛔ no_entry_sign=🚫 warning=⚠️
rotating_light=🚨 question=❓ grey_question=❔ exclamation=❗ information_source=ℹ️ bangbang=‼️ recycle=♻️ stop_sign=🛑 construction=🚧
hourglass=⌛ hourglass_flowing_sand=⏳ alarm_clock=⏰ clock3=🕒 stopwatch=⏱️ timer_clock=⏲️ calendar=📅 date=📅 spiral_calendar_pad=🗓️ watch=⌚
bell=🔔 no_bell=🔕 loud_sound=🔊 speech_balloon=💬 thought_balloon=💭 mega=📣 loudspeaker=📢 email=📧 envelope=✉️ inbox_tray=📥 outbox_tray=📤 incoming_envelope=📨
test_tube=🧪 frame_with_picture=🖼️ camera=📷 art=🎨 lower_left_paintbrush=🖌️ triangular_ruler=📐 straight_ruler=📏 pencil2=✏️ memo=📝 paperclip=📎 pushpin=📌 link=🔗
file_folder=📁 open_file_folder=📂 card_index_dividers=🗂️ card_file_box=🗃️ file_cabinet=🗄️ wastebasket=🗑️ package=📦 page_facing_up=📄 clipboard=📋 books=📚 bookmark=🔖 label=🏷️
bar_chart=📊 chart_with_upwards_trend=📈 chart_with_downwards_trend=📉 mag=🔍 mag_right=🔎 bulb=💡 gear=⚙️ wrench=🔧 hammer_and_wrench=🛠️ lock=🔒 unlock=🔓 key=🔑 shield=🛡️ scroll=📜
rocket=🚀 tada=🎉 sparkles=✨ star=⭐ trophy=🏆 fire=🔥 zap=⚡ snowflake=❄️ sunny=☀️ zzz=💤 palm_tree=🌴 airplane=✈️ house=🏠 beach_with_umbrella=🏖️
arrow_right=➡️ arrow_left=⬅️ arrow_up=⬆️ arrow_down=⬇️ arrows_counterclockwise=🔄 repeat=🔁 leftwards_arrow_with_hook=↩️ fast_forward=⏩ back=🔙 new=🆕
red_circle=🔴 large_orange_circle=🟠 large_yellow_circle=🟡 large_green_circle=🟢 large_blue_circle=🔵 white_circle=⚪ black_circle=⚫ small_blue_diamond=🔹 small_orange_diamond=🔸
large_green_square=🟩 large_yellow_square=🟨 large_red_square=🟥 white_large_square=⬜ white_medium_small_square=◽ heavy_plus_sign=➕ heavy_minus_sign=➖
smile=😄 slightly_smiling_face=🙂 grinning=😀 thinking_face=🤔 sweat_smile=😅 cry=😢 heart=❤️ broken_heart=💔 bust_in_silhouette=👤 busts_in_silhouette=👥 robot_face=🤖 see_no_evil=🙈
one=1️⃣ two=2️⃣ three=3️⃣ four=4️⃣ five=5️⃣ six=6️⃣ seven=7️⃣ eight=8️⃣ nine=9️⃣ keycap_ten=🔟 zero=0️⃣ a=🅰️ b=🅱️
`;

const pictures = new Map(
  CODES.trim()
    .split(/\s+/)
    .map((pair) => pair.split("=")),
);

/** The picture of a short code, or the code as typed. */
export const emoji = (name) => pictures.get(name.split("::")[0]) ?? `:${name}:`;

export const withEmoji = (text) =>
  text.replace(/:([+\w-]+(?:::[\w-]+)?):/g, (whole, name) => pictures.get(name) ?? whole);
