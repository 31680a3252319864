export function prepareHome(home: string, port: number): string;
