"""The module's prose, scenes and questions, by Streamlit's own widgets."""

import json
import os
from pathlib import Path

import streamlit as st

PAGE = json.loads(Path(os.environ["BENCH_PAGE"]).read_text())


def scene(one):
    id = one["id"]
    then = {reply["text"]: f"{reply['then']} {reply['why']}" for reply in one["replies"]}
    st.markdown(f"### {one['title']}\n\n{one['scene']}\n\n> {one['says']}")
    picked = st.radio("What do you say?", list(then), index=None, key=f"{id}-replies")
    if st.button("Say this", key=f"{id}-say") and picked:
        st.markdown(then[picked])
    st.text_area(one["invite"], key=f"{id}-own")


for part in PAGE["parts"]:
    if "prose" in part:
        st.markdown(part["prose"])
    elif "scene" in part:
        scene(part["scene"])
    else:
        for asked in part["questions"]:
            st.text_area(asked)
