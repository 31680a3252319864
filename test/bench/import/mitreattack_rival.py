# The rival's side of bench.mjs: reads both bundles and asks for all techniques with their mitigations.
import sys

from mitreattack.stix20 import MitreAttackData

pairs = 0
for path in sys.argv[1:]:
    data = MitreAttackData(path)
    answer = data.get_all_mitigations_mitigating_all_techniques()
    pairs += sum(len(mitigations) for mitigations in answer.values())
print(f"{pairs} pairs")
