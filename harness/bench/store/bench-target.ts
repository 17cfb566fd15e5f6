/** Where and as whom the bench asks every store that it measures. */
export const benchRegion = 'eu-central-1';
export const benchBucket = 'f-bench-objects';
export const benchKey = { accessKeyId: 'AKIABENCHBENCHBENCH1', secretAccessKey: 'bench-secret' };
