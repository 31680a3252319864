/**
 * Property tests try the same cases in every run, so that nobody's change fails by another's luck.
 *
 * `PROPERTY_SEED=random` tries others (fast-check prints the seed of a failure), and `PROPERTY_SEED=N` those of a seed.
 */
import fc from 'fast-check';

const seed = process.env['PROPERTY_SEED'] ?? '20261125';
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
