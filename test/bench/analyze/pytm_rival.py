"""The findings of pytm for the same components and flows: python pytm_rival.py MODEL.json

pytm has no attack paths: this is its check of the model and its threats, element by element, and the print of their ids.
"""

import json
import sys

from pytm import LLM, TM, Actor, Agent, Boundary, Dataflow, Datastore, ExternalEntity, Process, Server

CLASSES = {
    'agent': Agent,
    'llm': LLM,
    'embedding-model': LLM,
    'chat-ui': Server,
    'business-app': Server,
    'tool': Process,
    'ci-pipeline': Process,
    'compute': Server,
    'web-content': ExternalEntity,
}

with open(sys.argv[1], encoding='utf-8') as file:
    model = json.load(file)

tm = TM(model['system'])
boundaries = {name: Boundary(name) for name in model['zones']}
elements = {}
for name, actor in model['actors'].items():
    elements[name] = Actor(name)
    elements[name].inBoundary = boundaries[actor['zone']]
for name, asset in model['assets'].items():
    elements[name] = CLASSES.get(asset['kind'], Datastore)(name)
    elements[name].inBoundary = boundaries[asset['zone']]
for number, flow in enumerate(model['flows']):
    Dataflow(elements[flow['from']], elements[flow['to']], f'flow {number}')

tm.check()
tm.resolve()
for finding in tm.findings:
    print(finding.target, finding.threat_id)
