/** The question that an unknown fact asks of the model's author; `{x}` is the asset or actor. */
export const QUESTIONS: Readonly<Record<string, string>> = {
  provider: 'Who makes or runs {x}?',
  provenance: 'Is it verified that {x} is what its publisher made (signature, checksum)?',
  updates: 'How do new versions of {x} get in: pinned, by hand, or automatically?',
  disclosed: 'What about {x} is public: design, code, weights, data, prompts?',
  obtainable: 'Can anyone get a copy of {x}, or an account to try on?',
  anonymous: 'What does {x} allow without any identity?',
  protection: 'How do secrets or data lie in {x}: plain, encrypted, in a vault?',
  renders: 'What does {x} show of an answer: links, images, HTML, references?',
  egress: 'Where can {x} send data: nowhere, to an allow-list, anywhere?',
  approval: 'Does a person approve what {x} does: never, once, at each call?',
  'description-from': 'Where does the description of {x} come from: local, reviewed, remote?',
  'acts-as': 'With whose rights does {x} act: the caller’s or its own?',
  scope: 'How long does what {x} remembers live: a session, or lastingly?',
  effects: 'What can {x} do: read, write, delete, send, execute, move money, move things?',
  data: 'Which classes of data does {x} hold?',
  deceivable: 'Can {x} be misled by a message or an answer?',
  stage: 'In which stage is the system?',
};

export function questionFor(fact: string, name: string): string {
  return (QUESTIONS[fact] ?? `What is "${fact}" of {x}?`).replaceAll('{x}', name);
}
