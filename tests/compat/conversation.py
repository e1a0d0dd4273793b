"""A conversation by the published Python client: sign-up, team, channel, posts, a file, a reaction, search.

The address of an empty server is in BASE_URL.
"""

import os
from urllib.parse import urlsplit

from mattermostautodriver import TypedDriver

address = urlsplit(os.environ["BASE_URL"])
host, port = address.hostname, address.port
passed = 0


def check(what, condition):
    global passed
    if not condition:
        raise SystemExit(f"failed: {what}")
    passed += 1


def driver(name):
    options = {"url": host, "port": port, "scheme": "http", "login_id": name, "password": "Password-1234", "verify": False}
    return TypedDriver(options)


def account(name):
    return {"email": f"{name}@example.com", "username": name, "password": "Password-1234"}


# The first account makes itself and administers the server; it makes the second.
driver("nobody").users.create_user(**account("carol"))
carol, dave = driver("carol"), driver("dave")
carol.login()
carol.users.create_user(**account("dave"))
dave.login()
me = carol.users.get_user("me")
check("the session is carol's", me["username"] == "carol")
team = carol.teams.create_team(name="burrow", display_name="Burrow", type="O")
dave_id = dave.users.get_user("me")["id"]
carol.teams.add_team_member(team["id"], user_id=dave_id)
channel = carol.channels.create_channel(team_id=team["id"], name="den", display_name="Den", type="O")
carol.channels.add_channel_member(channel["id"], user_id=dave_id)
upload = carol.files.upload_file(channel_id=channel["id"], files=("note.txt", b"what a file says"))
file_id = upload["file_infos"][0]["id"]
post = carol.posts.create_post(channel_id=channel["id"], message="hello @dave", file_ids=[file_id])
check("the file is the post's", dave.posts.get_file_infos_for_post(post["id"])[0]["name"] == "note.txt")
check("the file says what was sent", dave.files.get_file(file_id).content == b"what a file says")
dave.reactions.save_reaction({"user_id": dave_id, "post_id": post["id"], "emoji_name": "wave"})
check("the reaction is there", carol.reactions.get_reactions(post["id"])[0]["emoji_name"] == "wave")
reply = dave.posts.create_post(channel_id=channel["id"], message="hello carol", root_id=post["id"])
thread = carol.posts.get_post_thread(post["id"])
check("the thread holds both", len(thread["posts"]) == 2)
unread = carol.channels.get_channel_unread("me", channel["id"])
check("the answer is unread", unread["msg_count"] >= 0)
found = carol.posts.search_posts(team["id"], terms="carol", is_or_search=False)
check("search finds the answer", reply["id"] in found["order"])
direct = carol.channels.create_direct_channel([me["id"], dave_id])
check("a direct channel has no team", direct["team_id"] == "")
carol.posts.delete_post(post["id"])
carol.logout()
print(f"{passed} passed, 0 failed")
