/** A made-up assistant: a model with a base, data sets, libraries, a service, a pipeline and a known vulnerability. */
export const ASSISTANT = JSON.stringify(
  {
    bomFormat: 'CycloneDX',
    specVersion: '1.7',
    version: 1,
    metadata: {
      timestamp: '2026-03-01T10:00:00Z',
      lifecycles: [{ phase: 'operations' }],
      manufacturer: { name: 'Example Ltd' },
      component: { 'bom-ref': 'app', type: 'application', name: 'Assistant', version: '2.1' },
    },
    components: [
      {
        'bom-ref': 'model',
        type: 'machine-learning-model',
        name: 'Helper 8B',
        version: '3',
        supplier: { name: 'Model Works' },
        purl: 'pkg:huggingface/model-works/helper-8b@3',
        hashes: [{ alg: 'SHA-256', content: 'ab'.repeat(32) }],
        licenses: [{ license: { id: 'Apache-2.0' } }],
        externalReferences: [
          { type: 'distribution', url: 'https://user:hunter2@hub.example/helper?token=hunter2' },
        ],
        properties: [
          { name: 'HF_TOKEN', value: 'hunter2' },
          { name: 'quantised', value: 'int8' },
        ],
        pedigree: { ancestors: [{ 'bom-ref': 'base', type: 'machine-learning-model', name: 'Base 8B' }] },
        modelCard: {
          modelParameters: {
            task: 'text-generation',
            datasets: [
              { ref: 'tickets' },
              { ref: 'nowhere' },
              {
                type: 'dataset',
                name: 'Eval set',
                contents: { url: 'https://huggingface.co/datasets/x/eval' },
              },
            ],
          },
          quantitativeAnalysis: {
            performanceMetrics: [
              { type: 'accuracy', value: '91%' },
              { type: 'f1', value: '0.9' },
            ],
          },
          considerations: {
            ethicalConsiderations: [{ name: 'Toxic answers', mitigationStrategy: 'Filter answers' }],
          },
        },
      },
      {
        'bom-ref': 'tickets',
        type: 'data',
        name: 'Tickets',
        data: [{ type: 'dataset', classification: 'PII' }],
      },
      { 'bom-ref': 'np', type: 'library', name: 'numpy', version: '2.1', purl: 'pkg:pypi/numpy@2.1' },
      { 'bom-ref': 'tf', type: 'framework', name: 'transformers', purl: 'pkg:pypi/transformers@4' },
      { 'bom-ref': 'odd', type: 'library', name: 'odd' },
      { 'bom-ref': 'f', type: 'file', name: 'weights.bin' },
      { 'bom-ref': 'np', type: 'library', name: 'numpy again' },
    ],
    services: [
      {
        'bom-ref': 'search',
        name: 'Search',
        provider: { name: 'Finder Inc' },
        endpoints: ['https://api.finder.example/v1'],
        authenticated: true,
        'x-trust-boundary': true,
        data: [{ flow: 'bi-directional', classification: 'public' }],
      },
    ],
    dependencies: [
      { ref: 'app', dependsOn: ['model', 'np', 'missing', 'urn:cdx:other/1#x', 'f'] },
      { ref: 'model', dependsOn: ['tickets'] },
    ],
    formulation: [
      {
        workflows: [
          {
            'bom-ref': 'wf',
            uid: 'w1',
            name: 'Fine-tuning',
            taskTypes: ['build'],
            inputs: [{ resource: { ref: 'tickets' } }],
            outputs: [{ resource: { ref: 'model' } }],
          },
        ],
      },
    ],
    vulnerabilities: [
      { id: 'CVE-2026-1', affects: [{ ref: 'tf' }], ratings: [{ severity: 'high' }], cwes: [502] },
    ],
    signature: { value: 'hunter2' },
  },
  null,
  2,
);

/** The same as XML. */
export const ASSISTANT_XML = `<?xml version="1.0" encoding="UTF-8"?>
<c:bom xmlns:c="http://cyclonedx.org/schema/bom/1.7" version="1">
  <c:metadata>
    <c:timestamp>2026-03-01T10:00:00Z</c:timestamp>
    <c:lifecycles><c:lifecycle><c:phase>operations</c:phase></c:lifecycle></c:lifecycles>
    <c:manufacturer><c:name>Example Ltd</c:name></c:manufacturer>
    <c:component type="application" bom-ref="app"><c:name>Assistant</c:name><c:version>2.1</c:version></c:component>
  </c:metadata>
  <c:components>
    <c:component type="machine-learning-model" bom-ref="model">
      <c:supplier><c:name>Model Works</c:name></c:supplier>
      <c:name>Helper 8B</c:name>
      <c:version>3</c:version>
      <c:hashes><c:hash alg="SHA-256">${'ab'.repeat(32)}</c:hash></c:hashes>
      <c:licenses><c:license><c:id>Apache-2.0</c:id></c:license></c:licenses>
      <c:purl>pkg:huggingface/model-works/helper-8b@3</c:purl>
      <c:pedigree><c:ancestors>
        <c:component type="machine-learning-model" bom-ref="base"><c:name>Base 8B</c:name></c:component>
      </c:ancestors></c:pedigree>
      <c:externalReferences>
        <c:reference type="distribution"><c:url>https://user:hunter2@hub.example/helper?token=hunter2</c:url></c:reference>
      </c:externalReferences>
      <c:properties>
        <c:property name="HF_TOKEN">hunter2</c:property>
        <c:property name="quantised">int8</c:property>
      </c:properties>
      <c:modelCard>
        <c:modelParameters>
          <c:task>text-generation</c:task>
          <c:datasets>
            <c:ref>tickets</c:ref>
            <c:ref>nowhere</c:ref>
            <c:dataset>
              <c:type>dataset</c:type>
              <c:name>Eval set</c:name>
              <c:contents><c:url>https://huggingface.co/datasets/x/eval</c:url></c:contents>
            </c:dataset>
          </c:datasets>
        </c:modelParameters>
        <c:quantitativeAnalysis><c:performanceMetrics>
          <c:performanceMetric><c:type>accuracy</c:type><c:value>91%</c:value></c:performanceMetric>
          <c:performanceMetric><c:type>f1</c:type><c:value>0.9</c:value></c:performanceMetric>
        </c:performanceMetrics></c:quantitativeAnalysis>
        <c:considerations><c:ethicalConsiderations><c:ethicalConsideration>
          <c:name>Toxic answers</c:name>
          <c:mitigationStrategy>Filter answers</c:mitigationStrategy>
        </c:ethicalConsideration></c:ethicalConsiderations></c:considerations>
      </c:modelCard>
    </c:component>
    <c:component type="data" bom-ref="tickets">
      <c:name>Tickets</c:name>
      <c:data><c:type>dataset</c:type><c:classification>PII</c:classification></c:data>
    </c:component>
    <c:component type="library" bom-ref="np">
      <c:name>numpy</c:name><c:version>2.1</c:version><c:purl>pkg:pypi/numpy@2.1</c:purl>
    </c:component>
    <c:component type="framework" bom-ref="tf"><c:name>transformers</c:name><c:purl>pkg:pypi/transformers@4</c:purl></c:component>
    <c:component type="library" bom-ref="odd"><c:name>odd</c:name></c:component>
    <c:component type="file" bom-ref="f"><c:name>weights.bin</c:name></c:component>
    <c:component type="library" bom-ref="np"><c:name>numpy again</c:name></c:component>
  </c:components>
  <c:services>
    <c:service bom-ref="search">
      <c:provider><c:name>Finder Inc</c:name></c:provider>
      <c:name>Search</c:name>
      <c:endpoints><c:endpoint>https://api.finder.example/v1</c:endpoint></c:endpoints>
      <c:authenticated>true</c:authenticated>
      <c:x-trust-boundary>1</c:x-trust-boundary>
      <c:data><c:dataflow><c:classification flow="bi-directional">public</c:classification></c:dataflow></c:data>
    </c:service>
  </c:services>
  <c:dependencies>
    <c:dependency ref="app">
      <c:dependency ref="model"/><c:dependency ref="np"/>
      <c:dependency ref="missing"/>
      <c:dependency ref="urn:cdx:other/1#x"/><c:dependency ref="f"/>
    </c:dependency>
    <c:dependency ref="model"><c:dependency ref="tickets"/></c:dependency>
  </c:dependencies>
  <c:vulnerabilities>
    <c:vulnerability>
      <c:id>CVE-2026-1</c:id>
      <c:ratings><c:rating><c:severity>high</c:severity></c:rating></c:ratings>
      <c:cwes><c:cwe>502</c:cwe></c:cwes>
      <c:affects><c:target><c:ref>tf</c:ref></c:target></c:affects>
    </c:vulnerability>
  </c:vulnerabilities>
  <c:formulation><c:formula><c:workflows>
    <c:workflow bom-ref="wf">
      <c:uid>w1</c:uid>
      <c:name>Fine-tuning</c:name>
      <c:taskTypes><c:taskType>build</c:taskType></c:taskTypes>
      <c:inputs><c:input><c:resource><c:ref>tickets</c:ref></c:resource></c:input></c:inputs>
      <c:outputs><c:output><c:resource><c:ref>model</c:ref></c:resource></c:output></c:outputs>
    </c:workflow>
  </c:workflows></c:formula></c:formulation>
  <Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>hunter2</SignatureValue></Signature>
</c:bom>
`;
