"""The attack graph of one model by mal-toolbox: python mal_rival.py LANGUAGE MODEL ENTRIES

mal-toolbox leaves to others what an attacker can reach in its graph; that part stands here, after the clock and the
memory have been read, for the comparison of answers alone.
"""

import hashlib
import json
import resource
import sys
import time

from maltoolbox.attackgraph import AttackGraph
from maltoolbox.language.languagegraph import LanguageGraph
from maltoolbox.model import Model

language_file, model_file, entries_file = sys.argv[1:]
language = LanguageGraph.from_mal_spec(language_file)
loaded = time.process_time()
model = Model.load_from_file(model_file, language)
read = time.process_time()
graph = AttackGraph(language, model)
derived = time.process_time()
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

with open(entries_file, encoding='utf-8') as file:
    entries = json.load(file)
reached = set()
waiting = [graph.full_name_to_node[name] for name in entries]
while waiting:
    node = waiting.pop()
    if node in reached:
        continue
    if node.type == 'and' and node.full_name not in entries and not node.parents <= reached:
        continue
    reached.add(node)
    waiting.extend(node.children)

facts = sorted(node.full_name for node in reached if node.type == 'or')
# An edge out of a step that is taken; the edges into an AND are one step together, its edge out stands for it.
edges = sum(1 for node in reached for child in node.children if child.type == 'or')
json.dump(
    {
        'load': loaded,
        'read': read - loaded,
        'derive': derived - read,
        'processor': derived,
        'memory': memory / 1024,
        'facts': len(facts),
        'steps': edges,
        'digest': hashlib.sha256('\n'.join(facts).encode()).hexdigest(),
        'nodes': len(graph.nodes),
    },
    sys.stdout,
)
