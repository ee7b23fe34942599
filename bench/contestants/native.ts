import { native } from '../../lib/native.js';

/** The functions of native/test-double/contestants.h. */
export const contestants = native as unknown as {
  timeAsks(double: object, count: number): Promise<Float64Array>;
  timeBare(handler: (value: number) => unknown, count: number): Promise<Float64Array>;
  settleBare(value: number): void;
  handOver(object: object, count: number): Promise<unknown>;
  handOverSingly(handler: (data: Buffer) => void, count: number): Promise<unknown>;
  fillPool(pool: object, count: number): void;
  filterPool(pool: object): number;
  timeGetter(factory: object, count: number): number;
  empty(): void;
};
