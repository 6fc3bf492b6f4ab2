"""The objects that a bot may send, one line each in the notation of params.py (core.telegram.org/bots/api)."""

SHAPES = {
    "MessageEntity": "type!:str offset!:int length!:int url:str user:any language:str custom_emoji_id:str "
    "unix_time:int date_time_format:str",
    "LinkPreviewOptions": "is_disabled:bool url:str prefer_small_media:bool prefer_large_media:bool "
    "show_above_text:bool",
    "ReplyParameters": "message_id!:int chat_id:chat allow_sending_without_reply:bool quote:str quote_parse_mode:str "
    "quote_entities:[MessageEntity] quote_position:int checklist_task_id:int poll_option_id:str",
    "Markup": "inline_keyboard:[[InlineKeyboardButton]] keyboard:[[any]] is_persistent:bool resize_keyboard:bool "
    "one_time_keyboard:bool input_field_placeholder:str selective:bool remove_keyboard:bool force_reply:bool",
    "InlineKeyboardMarkup": "inline_keyboard!:[[InlineKeyboardButton]]",
    "InlineKeyboardButton": "text!:str icon_custom_emoji_id:str style:str url:str callback_data:str web_app:any "
    "login_url:any switch_inline_query:str switch_inline_query_current_chat:str "
    "switch_inline_query_chosen_chat:any copy_text:any callback_game:any pay:bool",
    "BotCommand": "command!:str description!:str",
    "BotCommandScope": "type!:str chat_id:chat user_id:int",
    "MenuButton": "type!:str text:str web_app:any",
    "ReactionType": "type!:str emoji:str custom_emoji_id:str",
    "InputMedia": "type!:str media!:str thumbnail:str cover:str start_timestamp:int caption:str parse_mode:str "
    "caption_entities:[MessageEntity] show_caption_above_media:bool has_spoiler:bool width:int height:int "
    "duration:int performer:str title:str supports_streaming:bool disable_content_type_detection:bool",
}

WHERE = (
    "business_connection_id:str chat_id!:chat message_thread_id:int direct_messages_topic_id:int "
    "disable_notification:bool protect_content:bool allow_paid_broadcast:bool message_effect_id:str "
    "reply_parameters:ReplyParameters"
)
SEND = f"{WHERE} suggested_post_parameters:any reply_markup:Markup"
CAPTION = "caption:str parse_mode:str caption_entities:[MessageEntity]"
WHICH = "business_connection_id:str chat_id:chat message_id:int inline_message_id:str reply_markup:InlineKeyboardMarkup"
