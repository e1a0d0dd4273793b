import { client } from '../../api/client';
import { useData } from '../../store';

/** The address of a picture of another site: by way of the server where that is so set, which keeps readers unknown. */
export function usePicture(url: string): string {
  const byServer = useData((data) => data.config.HasImageProxy === 'true');
  const route = `${client.getBaseRoute()}/image`;
  if (!byServer || !/^https?:/i.test(url) || url.startsWith(route)) return url;
  return `${route}?url=${encodeURIComponent(url)}`;
}
