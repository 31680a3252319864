// Part of the build: checks the core library against the shipped frameworks and keeps it as JSON beside the code, since
// reading its YAML takes longer than everything else that a command does.
import { analysisKnowledge } from '../dist/src/knowledge/analysis-view.js';
import { loadKnowledge } from '../dist/src/knowledge/load-knowledge.js';
import { compileCoreLibrary } from '../dist/src/workspace/libraries.js';

compileCoreLibrary(analysisKnowledge(loadKnowledge()));
