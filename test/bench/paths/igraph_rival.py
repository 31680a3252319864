"""The same questions to python-igraph: reads a graph from files of machine numbers, prints answers and seconds as JSON.

usage: igraph_rival.py DIRECTORY SOURCE TARGET [paths]
"""
import json, sys, time
from array import array
from pathlib import Path
import igraph

directory, source, target = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])


def numbers(name, code):
    values = array(code)
    values.frombytes((directory / name).read_bytes())
    return values


sources, targets = numbers("from", "i"), numbers("to", "i")
cost, capacity = numbers("cost", "d"), numbers("capacity", "d")
graph = igraph.Graph(n=max(max(sources), max(targets)) + 1, edges=list(zip(sources, targets)), directed=True)
answer = {"version": igraph.__version__}

weights = list(cost)
began = time.perf_counter()
reached = graph.distances(source=source, weights=weights)[0]
answer["derivation"] = {"seconds": time.perf_counter() - began, "cost": reached[target]}

capacities = list(capacity)
times = []
for _ in range(3):
    began = time.perf_counter()
    cut = graph.mincut(source, target, capacity=capacities)
    times.append(time.perf_counter() - began)
answer["cut"] = {"seconds": min(times), "cost": cut.value}

if "paths" in sys.argv[4:]:
    began = time.perf_counter()
    paths = graph.get_k_shortest_paths(source, target, k=10, weights=weights, output="epath")
    answer["paths"] = {
        "seconds": time.perf_counter() - began,
        "costs": [sum(cost[edge] for edge in path) for path in paths],
    }
print(json.dumps(answer))
