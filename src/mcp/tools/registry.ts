/** All tools, one line each, in the order in which assistants see them. */
import type { Tool } from '../tool.ts';
import { coverageTool } from './coverage.ts';
import { explainTool } from './explain.ts';
import { pathsTool } from './paths.ts';
import { queryTool } from './query.ts';
import { systemsTool } from './systems.ts';
import { threatsTool } from './threats.ts';

export const TOOLS: readonly Tool[] = [
  systemsTool,
  threatsTool,
  pathsTool,
  coverageTool,
  explainTool,
  queryTool,
];
