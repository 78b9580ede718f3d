"""The module's prose and first scene, by Streamlit's own widgets."""

import json
import os
from pathlib import Path

import streamlit as st

PAGE = json.loads(Path(os.environ["BENCH_PAGE"]).read_text())
SCENE = PAGE["scene"]
THEN = {one["text"]: f"{one['then']} {one['why']}" for one in SCENE["replies"]}

for text in PAGE["before"]:
    st.markdown(text)
st.markdown(f"### {SCENE['title']}\n\n{SCENE['scene']}\n\n> {SCENE['says']}")
picked = st.radio("What do you say?", list(THEN), index=None)
if st.button("Say this") and picked:
    st.markdown(THEN[picked])
st.text_area(SCENE["invite"])
for text in PAGE["after"]:
    st.markdown(text)
